/** What Indian workshops write into their books; no real people. */
export const FIRST = (
  'Aarav Abhijit Aditya Ajay Akash Amit Amol Amruta Anand Anil Anita Anjali Ankit Arjun Arun Asha Ashok Bharat Chetan ' +
  'Deepa Deepak Dilip Dinesh Divya Ganesh Gaurav Girish Gopal Harish Imran Irfan Jyoti Kailash Kavita Kiran Kishor ' +
  'Lakshmi Madhuri Mahesh Manish Manoj Meena Milind Mohan Mohammed Nagesh Nandini Naresh Neha Nikhil Nilesh Nitin ' +
  'Pankaj Poonam Prakash Pramod Prasad Pravin Priya Rahul Raj Rajendra Rajesh Rakesh Ramesh Ravi Rekha Ritu Rohit ' +
  'Sachin Sagar Sameer Sandeep Sangeeta Sanjay Santosh Sarika Satish Savita Seema Shailesh Shankar Shruti Smita ' +
  'Snehal Sonali Subhash Sudhir Sujata Sunil Sunita Suresh Swati Tejas Tushar Uday Ujwala Umesh Vaibhav Varsha ' +
  'Vijay Vikas Vinod Vishal Vivek Yogesh Zahid'
).split(' ')

export const LAST = (
  'Agarwal Bhosale Chavan Deshmukh Deshpande Dixit Gaikwad Ghosh Gokhale Gupta Iyer Jadhav Jain Jha Joshi Kadam Kale ' +
  'Kamble Khan Kulkarni Kumar Mane Mehta Menon Mishra Mohite More Nair Naik Pandey Patel Patil Pawar Pillai Rane Rao ' +
  'Rathod Reddy Salunkhe Sawant Shah Shaikh Sharma Shetty Shinde Shirke Singh Sonawane Tambe Thakur Thorat Tiwari ' +
  'Verma Wagh Yadav'
).split(' ')

export const FIRST_HINDI = (
  'सुनील राजेश अनिल विजय गणेश दीपक प्रिया सविता संजय महेश रमेश सुरेश नितिन सचिन अमोल अनिता कविता लक्ष्मी राहुल मोहन ' +
  'किरण प्रकाश संतोष विनोद'
).split(' ')

export const LAST_HINDI =
  'शर्मा पाटील कुलकर्णी जाधव पवार शिंदे गायकवाड देशमुख यादव सिंह गुप्ता मिश्रा चव्हाण मोरे'.split(' ')

export const CITIES = (
  'Pune Nashik Mumbai Thane Nagpur Aurangabad Solapur Kolhapur Satara Sangli Baramati Chakan Hadapsar Wakad Indore ' +
  'Surat Hubballi Belagavi'
).split(' ')

export const FIRMS =
  'Logistics,Transport,Travels,Auto Works,Enterprises,Foods,Constructions,Couriers,Fleet Services,Cabs'.split(
    ','
  )

/** Make and model. */
export const MODELS = [
  ...[
    'Maruti Swift',
    'Maruti Baleno',
    'Maruti Wagon R',
    'Maruti Ertiga',
    'Hyundai Creta',
    'Hyundai i20',
  ],
  ...[
    'Hyundai Venue',
    'Tata Nexon',
    'Tata Ace',
    'Tata Punch',
    'Mahindra Bolero',
    'Mahindra XUV700',
  ],
  ...[
    'Mahindra Treo',
    'Honda City',
    'Honda Activa',
    'Toyota Innova',
    'Toyota Fortuner',
    'Bajaj Pulsar',
  ],
  ...[
    'Bajaj RE',
    'Hero Splendor',
    'TVS Jupiter',
    'TVS iQube',
    'Ather 450X',
    'Ola S1',
    'Kia Seltos',
    'Renault Kwid',
  ],
  ...['Skoda Slavia', 'Volkswagen Polo', 'Royal Enfield Classic', 'Force Traveller'],
]

export const PLATES = [
  'MH12',
  'MH12',
  'MH14',
  'MH14',
  'MH15',
  'MH01',
  'MH04',
  'MH20',
  'KA05',
  'GJ05',
  'MP09',
  'DL3C',
]

export const COMPLAINTS = [
  'General service and wash',
  'Brakes squeal when it rains',
  'Engine overheats on the ghat road',
  'Range drops from 80 to 35 km',
  'Clutch slips in third gear',
  'AC does not cool, check gas',
  'Battery does not hold charge',
  'Steering pulls to the left after alignment',
  'Suspension noise over speed breakers',
  'Headlamp is dim, horn is silent',
  'गाड़ी स्टार्ट नहीं हो रही',
  'ब्रेक से आवाज़ आती है',
]

export const PARTS = (
  'Brake pad,Brake disc,Clutch plate,Air filter,Oil filter,Fuel filter,Spark plug,Timing belt,Alternator belt,' +
  'Wheel bearing,Shock absorber,Radiator hose,Wiper blade,Head lamp,Tail lamp,Battery,Contactor,Controller,' +
  'Charging port,Engine oil,Coolant,Gear oil,Labour service,Wheel alignment'
).split(',')
